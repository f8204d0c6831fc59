// Where documents come from: the server that sent this page, or the page itself where it was saved as one file.

/** What the page shows, told by the server at the start. */
export interface Session {
  title: string;
  /** Names of the pages that have something to show, the first to begin with. */
  pages: string[];
  version: string;
  /** Whether this is a saved file, which cannot ask for more. */
  saved: boolean;
  seed: number;
  run: number;
}

declare global {
  interface Window {
    /** Set by a saved file: documents by their path. */
    ringfortDocuments?: Record<string, unknown>;
    /** Set when the page is drawn and still, for tests and picture makers. */
    __ready?: boolean;
    /** Milliseconds from the opening of the page until then. */
    __readyAt?: number;
  }
}

/** What the server says is wrong, in words for the user. */
export class ServerError extends Error {}

async function answered<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  let told = `the viewer answered ${response.status}`;
  try {
    told = ((await response.json()) as { error: string }).error ?? told;
  } catch {
    // not one of our own answers
  }
  throw new ServerError(told);
}

/** Get a document, such as "api/session". */
export async function get<T>(path: string): Promise<T> {
  const kept = window.ringfortDocuments;
  if (kept) {
    if (!(path in kept)) throw new ServerError("this is not in the saved file");
    return kept[path] as T;
  }
  return answered<T>(await fetch(path));
}

/** Send a document and get the answer. */
export async function post<T>(path: string, body: unknown): Promise<T> {
  if (window.ringfortDocuments) throw new ServerError("a saved file cannot do this");
  const headers = { "content-type": "application/json" };
  return answered<T>(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}
