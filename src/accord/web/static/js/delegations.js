/** The chips above the sheet are switches: an amendment shows while one of its delegations is on. */
const bar = document.querySelector("[data-delegations]");

const split = (text) => (text || "").split(" ").filter(Boolean);
const switches = () => [...bar.querySelectorAll(".switch")];
const shown = () => new Set(switches().filter((chip) => !chip.classList.contains("off")).map((chip) => chip.dataset.code));

/** Give an element the hue of the first delegation left, or say that none is. */
function paint(element, left, hues) {
  element.classList.toggle("off", left.length === 0);
  element.classList.remove("d1", "d2", "d3", "d4", "d5", "d6", "d7");
  if (left.length) element.classList.add(hues.get(left[0]));
}

/** Show one change with those of its delegations that are on; without any, the base reads as if nobody had asked. */
function repaint(change, on, hues) {
  const left = split(change.dataset.by).filter((code) => on.has(code));
  paint(change, left, hues);
  const codes = change.nextElementSibling;
  if (!codes?.matches("sup.by")) return;
  paint(codes, left, hues);
  codes.textContent = left.join(", ");
}

function apply() {
  const on = shown();
  const hues = new Map(switches().map((chip) => [chip.dataset.code, chip.dataset.hue]));
  for (const change of document.querySelectorAll(".sheet :is(ins, del, span)[data-by]")) repaint(change, on, hues);
  for (const block of document.querySelectorAll(".put-in[data-by], .taken-out[data-by]")) {
    const none = !split(block.dataset.by).some((code) => on.has(code));
    block.classList.toggle("off", none);
  }
  for (const card of document.querySelectorAll(".card[data-by]")) {
    card.classList.toggle("off", !split(card.dataset.by).some((code) => on.has(code)));
  }
  for (const chip of switches()) chip.setAttribute("aria-checked", String(on.has(chip.dataset.code)));
}

/** Keep the choice in the address, so that "back", "reload" and a copied link mean the same text. */
function remember() {
  const url = new URL(location.href);
  const on = shown();
  if (on.size === switches().length) url.searchParams.delete("show");
  else url.searchParams.set("show", [...on].join(","));
  history.replaceState(null, "", url);
  for (const link of document.querySelectorAll("a[data-keeps-show]")) {
    const target = new URL(link.href);
    if (url.searchParams.has("show")) target.searchParams.set("show", [...on].join(","));
    else target.searchParams.delete("show");
    link.href = target.href;
  }
}

function toggle(event) {
  const chip = event.target.closest(".switch");
  if (!chip || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  chip.classList.toggle("off");
  apply();
  remember();
}

// The page shows a chosen few only when the server rendered them so: then the links do the work, as without this module.
if (bar && !bar.hasAttribute("data-partial")) {
  for (const chip of switches()) {
    chip.setAttribute("role", "switch");
    chip.setAttribute("aria-label", `${chip.dataset.code} ${chip.title}`);
  }
  apply();
  bar.addEventListener("click", toggle);
  bar.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
}
