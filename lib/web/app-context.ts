// What every component of the signed-in page can use: the API client and the actions that affect the whole page.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "./api/client.ts";
import type { ConnectOptions } from "./api/connections.ts";
import type { Failure } from "./api/failure.ts";
import type { PageConfig } from "./config.ts";
import type { AccountChanges } from "./live/account-changes.ts";

export interface AppContextValue {
  readonly api: Api;
  readonly config: PageConfig;
  /** Notifies listeners of changes in an account that the WebSocket reports. */
  readonly changes: AccountChanges;
  /** Navigates to the provider's consent page. Resolves with the failure when there is no address to go to. */
  connect(provider: string, options?: ConnectOptions): Promise<Failure | undefined>;
  /** Shows a message at the top of the page and moves the focus to it. */
  showNotice(notice: Notice): void;
  /** Reloads the list of connections. */
  reload(): void;
  /** Reloads the activity feed: activities were removed. */
  reloadFeed(): void;
  /** Ends the session and asks the user to sign in again. */
  expire(): void;
}

export interface Notice {
  readonly kind: "good" | "bad" | "plain";
  readonly title: string;
  readonly detail: string;
  readonly action?: NoticeAction;
}

export interface NoticeAction {
  readonly label: string;
  run(): Promise<Failure | undefined>;
}

export const AppContext = createContext<AppContextValue | undefined>(undefined);

/** @throws Error outside `AppContext.Provider` */
export function useAppContext(): AppContextValue {
  const context = useContext(AppContext);
  if (!context) throw new Error("The component was rendered outside the signed-in page.");
  return context;
}
