// What every part of the signed-in page needs: the API, and the few things that concern the page as a whole.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "./api/client.ts";
import type { ConnectOptions } from "./api/connections.ts";
import type { Failure } from "./api/failure.ts";
import type { AccountChanges } from "./live/account-changes.ts";

export interface AppContextValue {
  readonly api: Api;
  /** What the socket tells of the accounts. */
  readonly changes: AccountChanges;
  /** Leaves for the provider's consent page; resolves with a failure when that was not possible. */
  connect(provider: string, options?: ConnectOptions): Promise<Failure | undefined>;
  /** Shows a message on top of the page and moves the focus there. */
  showNotice(notice: Notice): void;
  /** Reads the list of connections again. */
  reload(): void;
  /** The session has ended: asks to sign in again. */
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

export function useAppContext(): AppContextValue {
  const context = useContext(AppContext);
  if (!context) throw new Error("The part was rendered outside the signed-in page.");
  return context;
}
