// tabs: on a narrow screen the tab of this page is brought into its row, so that one sees where one is.
for (const here of document.querySelectorAll(".tabs [aria-current]")) {
  const row = here.closest(".tabs").getBoundingClientRect();
  const tab = here.getBoundingClientRect();
  if (tab.left < row.left || tab.right > row.right) here.closest(".tabs").scrollBy(tab.left + tab.width / 2 - row.left - row.width / 2, 0);
}
