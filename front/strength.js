// Why a new password is weak: "short", "name" or "common"; "" when nothing speaks against it.
import listed from "./common.txt";

const COMMON = new Set(listed.split("\n").filter(Boolean));
const SWAPPED = { 0: "o", 1: "l", 3: "e", 4: "a", 5: "s", 7: "t", "@": "a", $: "s", "!": "i" };
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

const letters = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const plain = (text) => [...text].map((sign) => SWAPPED[sign] ?? sign).join("");
const bare = (text) => text.replace(/^\d+|\d+$/g, "");
const backwards = (text) => [...text].reverse().join("");

/** Name what is wrong with a password that a person chooses under this user name. */
export function weakness({ password, username }) {
  const typed = password.normalize("NFKC");
  if ([...typed].length < 12) return "short";
  const word = letters(typed);
  if (names(username).some((name) => left(word, name) < 6)) return "name";
  const small = typed.toLowerCase();
  const readings = [small, bare(small), word, bare(word)];
  if (readings.some((reading) => COMMON.has(reading) || COMMON.has(plain(reading)))) return "common";
  return counted(word || typed) < 6 ? "common" : "";
}

/** The user name and its parts; parts of less than four signs say nothing. */
function names(username) {
  return [letters(username), ...username.split(/[.-]/)].filter((name) => name.length >= 4);
}

/** How many signs are left of a word that holds a name, forwards or backwards, when the name is taken out. */
function left(word, name) {
  const rest = word.split(name).join("").split(backwards(name)).join("");
  return rest === word ? Infinity : rest.length;
}

/** How many signs a guesser must think of: one that repeats, or follows on a keyboard, costs nothing. */
function counted(word) {
  const rows = ROWS.flatMap((row) => [row, backwards(row)]);
  const follows = (at) => rows.some((row) => row.includes(word.slice(at - 1, at + 1)));
  const seen = new Set();
  let count = 0;
  for (let at = 0; at < word.length; at += 1) {
    const three = word.slice(Math.max(0, at - 2), at + 1);
    const known = (at >= 2 && seen.has(three)) || (at > 0 && (word[at] === word[at - 1] || follows(at)));
    if (at >= 2) seen.add(three);
    if (!known) count += 1;
  }
  return count;
}
