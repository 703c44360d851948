// What every part of the administrators' page can use.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import type { Api } from "../api/client.ts";
import type { Notice } from "../app-context.ts";
import type { Address } from "./use-address.ts";

export interface AdminContextValue {
  readonly api: Api;
  readonly providers: readonly Provider[];
  /** Whether the token is that of an administrator of all tenants, who can choose one. */
  readonly isOfStage: boolean;
  readonly address: Address;
  /** Shows a message at the top of the page and moves the focus to it. */
  showNotice(notice: Notice): void;
}

export const AdminContext = createContext<AdminContextValue | undefined>(undefined);

/** @throws Error outside `AdminContext.Provider` */
export function useAdmin(): AdminContextValue {
  const context = useContext(AdminContext);
  if (!context) throw new Error("The component was rendered outside the administrators' page.");
  return context;
}

/** The provider's display name, or its id. */
export const getProviderName = (providers: readonly Provider[], id: string): string =>
  providers.find((provider) => provider.id === id)?.name ?? id;
