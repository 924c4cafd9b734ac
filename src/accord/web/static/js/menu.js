// menu: an open menu of the bar closes by Escape, by a press elsewhere, and when another opens.
const close = (but) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (menu !== but) menu.open = false; });
document.addEventListener("click", (event) => close(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector("details[data-menu][open] > summary")?.focus();
  close(null);
});
