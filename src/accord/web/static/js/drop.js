// drop: shows that a file held over the field will be taken; the field takes it by itself.
document.querySelectorAll("input[type='file']").forEach((input) => {
  for (const kind of ["dragover", "dragleave", "drop"]) {
    input.addEventListener(kind, () => input.classList.toggle("over", kind === "dragover"));
  }
});
