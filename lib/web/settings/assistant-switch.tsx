import type { Provider } from "../api/catalogue.ts";
import type { Settings } from "../api/settings.ts";
import { useAppContext } from "../app-context.ts";
import { SwitchField } from "../ui/switch-field.tsx";

interface Props {
  readonly provider: Provider;
  readonly draft: Pick<Settings, "assistantWrites">;
  readonly onChange: (changes: Pick<Settings, "assistantWrites">) => void;
}

/** Lets assistants write at the provider; nothing where they cannot. */
export function AssistantSwitch({ provider: { id, name }, draft, onChange }: Props) {
  const { config } = useAppContext();
  if (!config.assistantProviders.includes(id)) return null;
  return (
    <SwitchField
      label="Assistants may write here"
      help={`An assistant that you use may then send, post or create things in ${name} in your name. We do not ask you again. While this is off, it can only read.`}
      checked={draft.assistantWrites}
      onChange={(assistantWrites) => onChange({ assistantWrites })}
    />
  );
}
