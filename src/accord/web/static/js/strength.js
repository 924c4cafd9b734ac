// strength: where a password is chosen, says how strong it is, and objects to a weak one before anything is sent.
const weakness = (form, box) => form.ask("weakness", { password: box.value });

/** While a new password is typed, say under it what speaks against it. */
async function judge(form, box) {
  const typed = box.value;
  const said = typed ? (await weakness(form, box)) || "good" : "";
  if (box.value !== typed) return;
  box.parentElement.querySelector("[data-strength]").textContent = said && document.querySelector("[data-words]").dataset[said];
}

/** Return the word to say and the box it is about; nothing when the form may go. */
async function object(form, fresh) {
  const weak = await weakness(form, fresh);
  if (weak) return [weak, fresh];
  const again = form.querySelector("[data-again]");
  if (again.value !== fresh.value) return ["differ", again];
  return form.querySelector("[data-password=current]")?.value === fresh.value ? ["same", fresh] : [];
}

for (const fresh of document.querySelectorAll("form[data-derives] [data-password=new]")) {
  fresh.form.objection = () => object(fresh.form, fresh);
  fresh.addEventListener("input", () => judge(fresh.form, fresh));
}
// A browser too old to know by its style sheet that it runs scripts shows this until now.
for (const notice of document.querySelectorAll("[data-unscripted]")) notice.remove();
