/** Words typed and not saved yet stay in this browser until they are; on the way back they are offered, never put in. */
function keeping(form) {
  const [words, reason] = ["words", "reason"].map((name) => form.elements.namedItem(name));
  const { key } = form.dataset;
  const forget = () => { try { localStorage.removeItem(key); } catch { /* There was nothing to forget. */ } };
  form.addEventListener("input", () => {
    const typed = JSON.stringify({ words: words.value, reason: reason.value });
    try { localStorage.setItem(key, typed); } catch { /* A browser that keeps nothing: the server does. */ }
  });
  form.addEventListener("saved", forget);
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* What cannot be read is not offered. */ }
  if (!kept || (kept.words === words.value && kept.reason === reason.value)) { forget(); return; }
  const box = form.querySelector("[data-found]");
  box.querySelector("[data-found-words]").textContent = kept.words;
  box.querySelector("[data-forget]").addEventListener("click", () => { box.hidden = true; forget(); });
  box.querySelector("[data-put-back]").addEventListener("click", () => {
    box.hidden = true;
    words.value = kept.words;
    reason.value = kept.reason;
    words.focus();
    words.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.hidden = false;
  form.closest("details")?.setAttribute("open", "");
}

for (const form of document.querySelectorAll("form[data-amend]")) keeping(form);
