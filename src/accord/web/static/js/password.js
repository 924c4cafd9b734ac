// password: what is typed into a password box never leaves the page; a worker derives what is sent in its place.
const forms = [...document.querySelectorAll("form[data-derives]")];
const own = forms[0]?.dataset.derives;
const asked = new Map();
let worker = null;
let last = 0;

// The worker's own address is the only one that this page may turn into script (Trusted Types).
const rules = { createScriptURL: (address) => { if (address === own) return address; throw new TypeError(address); } };
const policy = own && window.trustedTypes ? window.trustedTypes.createPolicy("accord-worker", rules) : rules;

/** Start the worker, unless it runs; one that could not be fetched is started again when it is asked next. */
function start() {
  if (worker) return;
  worker = new Worker(policy.createScriptURL(own));
  worker.onmessage = ({ data }) => {
    const { done, failed } = asked.get(data.number);
    asked.delete(data.number);
    if ("answer" in data) done(data.answer); else failed(new Error(data.fault));
  };
  worker.onerror = () => {
    for (const { failed } of asked.values()) failed(new Error("The worker does not run."));
    asked.clear();
    worker = null;
  };
}

function ask(form, question, given) {
  start();
  const username = form.elements.namedItem("username").value.trim().toLowerCase();
  const number = (last += 1);
  return new Promise((done, failed) => {
    asked.set(number, { done, failed });
    worker.postMessage({ number, question, username, installation: form.dataset.installation, ...given });
  });
}


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
    form.elements.namedItem(box.dataset.password).value = await ask(form, "derive", { password: box.value });
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
  busy.delete(form);
  submitter?.removeAttribute("aria-busy");
  if (done) { ready.add(form); form.requestSubmit(submitter); }
}

for (const form of forms) {
  form.ask = (question, given) => ask(form, question, given);
  form.addEventListener("submit", submit);
  // The worker is fetched while the reader still types, or moves towards the button.
  for (const kind of ["focusin", "pointerover"]) form.addEventListener(kind, start, { once: true });
}
