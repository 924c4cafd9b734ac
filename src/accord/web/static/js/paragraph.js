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

function onClick(event) {
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
