import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import type { ProviderSettings } from "./use-provider-settings.ts";

export interface PanelProps {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly settings: ProviderSettings;
  /** False while the panel is closed. It stays rendered then and keeps its state. */
  readonly shown: boolean;
  readonly onReconnect: (missing: readonly string[]) => void;
}
