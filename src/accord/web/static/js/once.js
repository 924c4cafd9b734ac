// once: a form is sent once; a second press within the send does nothing, and a page come back to works again.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  const button = event.submitter;
  button?.setAttribute("aria-busy", "true");
  setTimeout(() => { sent.delete(form); button?.removeAttribute("aria-busy"); }, 15000);
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("[aria-busy='true']").forEach((button) => {
    button.removeAttribute("aria-busy");
    sent.delete(button.form);
  });
});
