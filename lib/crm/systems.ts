import type { Provider } from "../oauth/definition.ts";
import type { CrmProvider } from "./port.ts";

/** A provider that knows customers. */
export interface CrmSystem {
  readonly provider: Provider;
  readonly crm: CrmProvider;
}

/** The registry's reader; undefined for a provider that knows none. Code of this folder names no provider. */
export type FindSystem = (id: string) => CrmSystem | undefined;
