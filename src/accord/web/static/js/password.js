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

/** Give up what the worker does; the next question starts another. */
function stop() {
  worker?.terminate();
  worker = null;
  asked.clear();
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
    form.elements.namedItem(box.dataset.password).value = await derived(form, box);
  }
  return true;
}

// Where one password is typed, it is derived while its owner moves to the button: after a pause, or when she leaves the box.
const PAUSE = 250;
const ahead = new WeakMap();

const typed = (form, box) => JSON.stringify([form.elements.namedItem("username").value.trim().toLowerCase(), box.value]);

/** Begin to derive what stands in the box, unless that is done; what was begun for other words is given up. */
function begin(form, box) {
  const [what, held] = [typed(form, box), ahead.get(box)];
  if (!box.value || held?.what === what) return held;
  if (held && !held.done) stop();
  const made = { what, done: false, sent: ask(form, "derive", { password: box.value }) };
  const settle = () => { made.done = true; form.toggleAttribute("data-derived", ahead.get(box) === made); };
  made.sent.then(settle, () => { settle(); if (ahead.get(box) === made) ahead.delete(box); });
  ahead.set(box, made);
  return made;
}

function derived(form, box) {
  return (form.alone && begin(form, box)?.sent) || ask(form, "derive", { password: box.value });
}

function early(form, box) {
  let waits = 0;
  const username = form.elements.namedItem("username");
  const later = () => { clearTimeout(waits); waits = setTimeout(() => begin(form, box), PAUSE); };
  for (const each of [username, box]) {
    each.addEventListener("input", later);
    each.addEventListener("change", () => { clearTimeout(waits); begin(form, box); });
  }
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

for (const form of forms) {
  form.ask = (question, given) => ask(form, question, given);
  form.addEventListener("submit", submit);
  // The worker is fetched while the reader still types, or moves towards the button.
  const boxes = form.querySelectorAll("[data-password]");
  form.alone = boxes.length === 1 && boxes[0].autocomplete === "current-password";
  if (form.alone) { early(form, boxes[0]); start(); }
  for (const kind of ["focusin", "pointerover"]) form.addEventListener(kind, start, { once: true });
}
