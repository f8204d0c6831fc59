// Dark or light: as the system says until the user chooses.

const KEY = "ringfort-theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a saved file may have no storage
  }
}

let chosen = kept();
const known = new Map<string, string>(); // colours of the theme, by name

/** Whether the page is dark. */
export function isDark(): boolean {
  return chosen ? chosen === "dark" : dark.matches;
}

function apply(): void {
  document.documentElement.dataset["theme"] = isDark() ? "dark" : "light";
  known.clear();
  listeners.forEach((listener) => listener());
}

/** Change from dark to light or back, and remember it. */
export function toggleTheme(): void {
  chosen = isDark() ? "light" : "dark";
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // then it is forgotten
  }
  apply();
}

/** Be told of a change; returns what ends that. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The value of a custom property of the style sheet, such as "--hostile". */
export function colour(name: string): string {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    known.set(name, value);
  }
  return value;
}

dark.addEventListener("change", apply);
apply();
