import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import { findPanel } from "../panels/panels.ts";
import type { SettingsFieldProps } from "../panels/settings-field-props.ts";

interface Props extends Omit<SettingsFieldProps, "accounts"> {
  readonly provider: Provider;
  /** The user's connections at all providers. */
  readonly connections: readonly Connection[];
}

/** What a provider alone has in its settings; nothing for most. */
export function OwnField({ provider: { id }, connections, ...field }: Props) {
  const { SettingsField } = findPanel(id) ?? {};
  if (SettingsField === undefined) return null;
  return <SettingsField accounts={connections.filter((one) => one.provider === id && one.connected)} {...field} />;
}
