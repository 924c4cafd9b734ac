/** Room mode: look every two seconds whether the Chair has moved on; arrows and page keys turn to the next paragraph. */
const room = document.querySelector("[data-screen]");
const later = () => setTimeout(look, 2000);
const turns = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev" };

async function look() {
  try {
    const answer = await fetch(room.dataset.screen, { headers: { Accept: "application/json" } });
    // Whoever is signed out meanwhile, or no longer takes part, is told by the page itself.
    if (answer.redirected || answer.status === 404) return location.reload();
    if (answer.ok && (await answer.json()).mark !== room.dataset.mark) return location.reload();
  } catch { /* The network is away for a moment: what is shown stays. */ }
  return later();
}

function turn(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("a, button, input, textarea, select")) return;
  const link = event.key === "Escape" ? document.querySelector("[data-leave]") : document.querySelector(`.room-turn [rel="${turns[event.key]}"]`);
  // A paragraph longer than the screen is scrolled to its end before the page turns.
  const down = turns[event.key] === "next" && innerHeight + scrollY < document.body.scrollHeight - 4;
  const scrolls = down && (event.key === " " || event.key === "PageDown" || event.key === "ArrowDown");
  if (!link || scrolls || (event.key === "ArrowUp" && scrollY > 0)) return;
  event.preventDefault();
  location.assign(link.href);
}

if (room) {
  later();
  document.addEventListener("keydown", turn);
}
