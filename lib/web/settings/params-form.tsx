import type { Provider } from "../api/catalogue.ts";
import { Button } from "../ui/button.tsx";
import { readFormValues } from "../ui/form-values.ts";

interface Props {
  readonly provider: Provider;
  readonly busy: boolean;
  readonly onSubmit: (values: Readonly<Record<string, string>>) => void;
}

/** Asks for the values that a provider needs before it can show its consent page. */
export function ParamsForm({ provider, busy, onSubmit }: Props) {
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(readFormValues(event.currentTarget));
      }}
    >
      {provider.params.map((param) => (
        <label class="field" key={param}>
          <span>{param}</span>
          <input name={param} required />
        </label>
      ))}
      <div class="form-actions">
        <Button kind="primary" submit busy={busy}>
          Continue to {provider.name}
        </Button>
      </div>
    </form>
  );
}
