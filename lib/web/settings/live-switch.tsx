import type { Provider } from "../api/catalogue.ts";
import { useAppContext } from "../app-context.ts";
import { getLook } from "../panels/looks.ts";
import { SwitchField } from "../ui/switch-field.tsx";

interface Props {
  readonly provider: Provider;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Switches the provider's push channels; nothing for a provider without any. */
export function LiveSwitch({ provider: { id, name }, checked, onChange }: Props) {
  const { config } = useAppContext();
  if (!config.liveProviders.includes(id)) return null;
  const { liveHelp = "What happens there appears in your activity at once." } = getLook(id);
  return (
    <SwitchField
      label="Receive changes live"
      help={`${liveHelp} While this is off, nothing new of ${name} appears there.`}
      checked={checked}
      onChange={onChange}
    />
  );
}
