/** On a wide screen the cards of the paragraph in view stand beside the sheet; on a phone they open under it. */
const place = document.querySelector("[data-said]");
const beside = window.matchMedia("(min-width: 64.0625rem)");
let home = null;

/** Bring the cards that stand at the side back under their own paragraph. */
function giveBack() {
  if (!home) return;
  for (const cards of place.querySelectorAll(".cards")) home.append(cards);
  home.closest(".para")?.removeAttribute("aria-current");
  place.hidden = true;
  home = null;
}

function select(said) {
  const cards = said.querySelector(":scope > .cards");
  if (!cards || home === said) return;
  giveBack();
  home = said;
  said.open = false;
  said.closest(".para").setAttribute("aria-current", "true");
  place.querySelector("[data-said-title]").textContent = said.dataset.title;
  place.hidden = false;
  place.append(cards);
  place.closest(".side").scrollTop = 0;
}

/** To whoever may write, the paragraph in hand is offered to be amended, whether anything is said about it or not. */
const amending = document.querySelector("[data-amend-here] a");
function offer(para) {
  if (!amending || !para?.id || para.classList.contains("put-in")) return;
  const title = para.querySelector(":scope > .said")?.dataset.title || para.querySelector(":scope > .num")?.textContent || "";
  amending.href = amending.dataset.here.replace("ANCHOR", para.id);
  amending.textContent = amending.dataset.words.replace("%(place)s", title.trim() || "¶");
  const held = document.querySelector(".para.in-hand");
  held?.classList.remove("in-hand");
  para.classList.add("in-hand");
}

function onClick(event) {
  if (!event.target.closest("a, button, .cards")) offer(event.target.closest(".para"));
  if (!beside.matches || event.target.closest("a, button, .cards")) return;
  const said = event.target.closest(".para.amended")?.querySelector(":scope > .said");
  if (!said) return;
  if (event.target.closest("summary")) event.preventDefault();
  select(said);
}

if (place) {
  const sheet = document.querySelector(".sheet") || document.body;
  sheet.addEventListener("click", onClick);
  beside.addEventListener("change", () => { if (!beside.matches) giveBack(); });
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const first = named?.querySelector(":scope > .said") || sheet.querySelector(".said");
  if (first && beside.matches) select(first);
}
