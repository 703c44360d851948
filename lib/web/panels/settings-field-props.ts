import type { Connection } from "../api/connections.ts";
import type { Settings } from "../api/settings.ts";

/** A part of the settings form that one provider alone has. */
export interface SettingsFieldProps {
  /** The provider's accounts that can be used. */
  readonly accounts: readonly Connection[];
  readonly draft: Settings;
  /** Whether it loads what it shows. */
  readonly loads: boolean;
  readonly onChange: (changes: Partial<Settings>) => void;
}
