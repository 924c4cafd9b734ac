// relative: keeps "in 1 day 4 hours" true while the page stays open, in the page's own language.
const language = document.documentElement.lang || "en";
const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
const words = (count, unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
const span = (seconds) => {
  let rest = Math.max(60, Math.abs(seconds));
  const counts = units.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return [count, unit];
  });
  const first = counts.findIndex(([count]) => count);
  return counts.slice(first, first + 2).filter(([count]) => count).map(([count, unit]) => words(count, unit)).join(" ");
};
const tick = () => document.querySelectorAll("time[data-relative]").forEach((time) => {
  const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
  if (Math.abs(seconds) > 14 * 86400) return;
  time.textContent = (seconds > 0 ? time.dataset.ahead : time.dataset.past).replace("%s", span(seconds));
});
if (document.querySelector("time[data-relative]")) { tick(); setInterval(tick, 30000); }
