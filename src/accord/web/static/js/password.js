// password: what is typed into a password box never leaves the page; what deriving.js made of it is sent in its place.
/** Say above the form what stands in the way, and bring the reader there, or to the box it is about. */
function say(word, box) {
  const place = document.querySelector("[data-says]");
  place.hidden = !word;
  place.querySelector("p").textContent = word ? document.querySelector("[data-words]").dataset[word] : "";
  if (word) (box ?? place).focus();
}

/** Derive what is sent for each box; strength.js may object before. */
async function prepare(form) {
  const [word, about] = (await form.objection?.()) ?? [];
  if (word) { say(word, about); return false; }
  for (const box of form.querySelectorAll("[data-password]")) {
    form.elements.namedItem(box.dataset.password).value = await form.derived(box);
  }
  return true;
}

const ready = new WeakSet();
const busy = new WeakSet();

async function submit(event) {
  const form = event.currentTarget;
  if (ready.delete(form)) return;
  event.preventDefault();
  if (busy.has(form)) return;
  const { submitter } = event;
  busy.add(form);
  submitter?.setAttribute("aria-busy", "true");
  say("");
  const done = await prepare(form).catch((fault) => { reportError(fault); say("broken"); });
  // What was derived ahead is there at once, and a form is not sent from within its own submit event: that must end first.
  await new Promise((over) => { setTimeout(over); });
  busy.delete(form);
  submitter?.removeAttribute("aria-busy");
  if (done) { ready.add(form); form.requestSubmit(submitter); }
}

for (const form of document.querySelectorAll("form[data-derives]")) form.addEventListener("submit", submit);
