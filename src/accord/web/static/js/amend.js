/** A paragraph being amended: saved as it is typed, drawn as the others will see it, kept here when the line is poor. */
const WAIT = 600;
const AGAIN = 15000;

class Amending {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.key;
    this.words = form.elements.namedItem("words");
    this.reason = form.elements.namedItem("reason");
    this.said = form.querySelector("[data-states]").dataset;
    this.state = form.querySelector("[data-state]");
    this.saved = this.now();
    this.timer = null;
    this.busy = false;
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
    this.offer();
  }

  now() { return JSON.stringify([this.words.value, this.reason.value]); }

  unsaved() { return this.now() !== this.saved; }

  /** What was typed here before and never reached the server is offered, never put in by itself. */
  offer() {
    const kept = this.kept();
    if (!kept || JSON.stringify([kept.words, kept.reason]) === this.saved) return this.forget();
    const box = this.form.querySelector("[data-found]");
    box.querySelector("[data-found-words]").textContent = kept.words;
    box.querySelector("[data-put-back]").addEventListener("click", () => {
      box.hidden = true;
      this.words.value = kept.words;
      this.reason.value = kept.reason;
      this.words.focus();
      this.typed();
    });
    box.querySelector("[data-forget]").addEventListener("click", () => { box.hidden = true; this.forget(); });
    box.hidden = false;
    this.form.closest("details")?.setAttribute("open", "");
    return null;
  }

  kept() {
    try { return JSON.parse(localStorage.getItem(this.key)); } catch { return null; }
  }

  keep() {
    const typed = { words: this.words.value, reason: this.reason.value };
    try { localStorage.setItem(this.key, JSON.stringify(typed)); } catch { /* A browser that keeps nothing: the server does. */ }
  }

  forget() {
    try { localStorage.removeItem(this.key); } catch { /* There was nothing to forget. */ }
  }

  typed() {
    this.keep();
    this.tell(this.said.saving);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), WAIT);
  }

  tell(words) { this.state.textContent = words; }

  async save() {
    clearTimeout(this.timer);
    if (this.busy || this.leaving) return;
    this.busy = true;
    const sent = this.now();
    const body = new FormData(this.form);
    body.set("do", "save");
    try {
      const answer = await fetch(this.form.dataset.amend, { method: "POST", body, headers: { Accept: "application/json" } });
      await this.answered(answer, sent);
    } catch {
      this.tell(this.said.kept);
      this.timer = setTimeout(() => this.save(), AGAIN);
    }
    this.busy = false;
    if (this.next) { this.next = false; this.save(); }
  }

  async answered(answer, sent) {
    if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
    const told = await answer.json();
    if (answer.status === 422) return this.tell(`${this.said.refused} ${told.sentence}`);
    this.saved = sent;
    if (answer.status === 409) return this.clash(told);
    this.form.elements.namedItem("seen").value = told.turn;
    this.draw(told.pieces);
    this.next = this.unsaved();
    if (!this.next) { this.forget(); this.tell(this.said.saved); }
    return null;
  }

  clash(told) {
    const box = this.form.querySelector("[data-clash]");
    box.querySelector("[data-clash-words]").textContent = told.theirs;
    box.hidden = false;
    this.forget();
    this.tell(told.sentence);
  }

  draw(pieces) {
    const parts = pieces.map(([kind, words]) => {
      if (kind === "same") return words;
      const part = document.createElement(kind);
      part.textContent = words;
      return part;
    });
    this.form.querySelector("[data-pieces]").replaceChildren(...parts);
  }
}

for (const form of document.querySelectorAll("form[data-amend]")) new Amending(form);
