/** What the server tells the page, from the JSON block of the document. */
export interface PageConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly authorizationParams: Readonly<Record<string, string>>;
  /** Origin of the API, or empty when it is the page's own. */
  readonly apiBase: string;
  readonly demo: boolean;
  /** Address of the live socket, or empty where there is none. */
  readonly liveUrl: string;
}

export function readConfig(): PageConfig {
  const block = document.getElementById("config");
  const parsed: PageConfig = JSON.parse(block?.textContent ?? "{}");
  return parsed;
}
