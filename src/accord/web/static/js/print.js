// print: a button that prints the page; without script it is not there, and the browser's own way remains.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
