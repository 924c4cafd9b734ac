// deriving: a worker derives what is sent in the place of a password; password.js asks for it when the form is sent.
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

// Where one password is typed, it is derived while its owner moves to the button: after a pause, or when she leaves the box.
// A worker that is given up costs more than what it was doing: the next one starts cold. So nothing is given up; and as
// long as something is being derived, nothing else is begun before the form is sent, so that she waits for one at most.
const PAUSE = 400;
const ahead = new WeakMap();

const typed = (form, box) => JSON.stringify([form.elements.namedItem("username").value.trim().toLowerCase(), box.value]);

/** Begin to derive what stands in the box, unless that is done or under way. */
function begin(form, box) {
  const [what, held] = [typed(form, box), ahead.get(box)];
  if (!box.value || held?.what === what) return held;
  const made = { what, done: false, sent: ask(form, "derive", { password: box.value }) };
  const settle = () => { made.done = true; form.toggleAttribute("data-derived", ahead.get(box) === made); };
  made.sent.then(settle, () => { settle(); if (ahead.get(box) === made) ahead.delete(box); });
  ahead.set(box, made);
  return made;
}

function early(form, box) {
  let waits = 0;
  const soon = () => {
    const held = ahead.get(box);
    if (held && !held.done) held.sent.then(later, later); else begin(form, box);
  };
  const later = () => { clearTimeout(waits); waits = setTimeout(soon, PAUSE); };
  for (const each of [form.elements.namedItem("username"), box]) {
    each.addEventListener("input", later);
    each.addEventListener("change", () => { clearTimeout(waits); soon(); });
  }
}

for (const form of forms) {
  form.ask = (question, given) => ask(form, question, given);
  form.derived = (box) => (form.alone && begin(form, box)?.sent) || ask(form, "derive", { password: box.value });
  // The worker is fetched while the reader still types, or moves towards the button.
  const boxes = form.querySelectorAll("[data-password]");
  form.alone = boxes.length === 1 && boxes[0].autocomplete === "current-password";
  if (form.alone) { early(form, boxes[0]); start(); }
  for (const kind of ["focusin", "pointerover"]) form.addEventListener(kind, start, { once: true });
}
