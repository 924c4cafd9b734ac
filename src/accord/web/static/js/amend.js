/** A paragraph being amended: saved as it is typed, drawn as the others will see it. What is kept here: kept-words.js. */
class Amending {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-states]").dataset;
    this.state = form.querySelector("[data-state]");
    this.saved = this.now();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.save();
    });
    form.addEventListener("submit", () => { this.leaving = true; clearTimeout(this.timer); });
    addEventListener("online", () => { if (this.unsaved()) this.save(); });
    addEventListener("beforeunload", (event) => { if (this.unsaved() && !this.leaving) event.preventDefault(); });
    addEventListener("pageshow", () => { this.leaving = false; });
  }

  field(name) { return this.form.elements.namedItem(name); }
  now() { return JSON.stringify([this.field("words").value, this.field("reason").value]); }
  unsaved() { return this.now() !== this.saved; }

  typed() {
    this.state.textContent = this.said.saving;
    this.later(600);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.busy || this.leaving) return;
    this.busy = true;
    const sent = this.now();
    const body = new FormData(this.form);
    body.set("do", "save");
    try {
      const answer = await fetch(this.form.dataset.amend, { method: "POST", body, headers: { Accept: "application/json" } });
      if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
      this.answered(answer.status, await answer.json(), sent);
    } catch {
      this.state.textContent = this.said.kept;
      this.later(15000);
    }
    this.busy = false;
  }

  answered(status, told, sent) {
    if (status === 422) { this.state.textContent = `${this.said.refused} ${told.sentence}`; return; }
    this.saved = sent;
    if (status === 409) {
      const box = this.form.querySelector("[data-clash]");
      box.querySelector("[data-clash-words]").textContent = told.theirs;
      box.hidden = false;
    } else {
      this.field("seen").value = told.turn;
      this.form.querySelector("[data-pieces]").replaceChildren(...told.pieces.map(part));
    }
    if (this.unsaved()) { this.later(0); return; }
    this.state.textContent = status === 409 ? told.sentence : this.said.saved;
    this.form.dispatchEvent(new Event("saved"));
  }
}

function part([kind, words]) {
  if (kind === "same") return words;
  const made = document.createElement(kind);
  made.textContent = words;
  return made;
}

for (const form of document.querySelectorAll("form[data-amend]")) new Amending(form);
