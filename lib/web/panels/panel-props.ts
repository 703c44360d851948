import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import type { ProviderSettings } from "./use-provider-settings.ts";

export interface PanelProps {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly settings: ProviderSettings;
  /** A panel that was opened once stays, with all it knows, while it is closed. */
  readonly shown: boolean;
  readonly onReconnect: (missing: readonly string[]) => void;
}
