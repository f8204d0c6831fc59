// Numbers and names for people.

/** A time of the raid as minutes and seconds, 12:05. */
export function clock(t: number): string {
  const whole = Math.max(0, Math.floor(t));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const seconds = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** A length, in metres up to a kilometre. */
export function length(metres: number): string {
  return metres < 1000 ? `${metres.toFixed(0)} m` : `${(metres / 1000).toFixed(metres < 10000 ? 1 : 0)} km`;
}

/** Odds with two digits. */
export function odds(value: number): string {
  return value > 0 && value < 0.005 ? "<0.01" : value.toFixed(2);
}

/** A count with its noun: 1 person, 3 people. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The fate of an object in a word or two, and its tone. */
export function fateOf(one: { side: string; fate: string; cause: string }): { word: string; tone: string } {
  if (one.fate === "leaked") return { word: one.cause ? `leaked: ${one.cause}` : "leaked", tone: "bad" };
  if (one.fate === "stopped") return one.side === "hostile" ? { word: "stopped", tone: "good" } : { word: "shot down", tone: "bad" };
  if (one.fate === "missed") return { word: "came down elsewhere", tone: "soft" };
  return { word: one.side === "hostile" ? "" : "flew by", tone: "soft" };
}
