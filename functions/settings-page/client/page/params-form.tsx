import type { Param, Provider } from "../api/catalogue.ts";
import { Button } from "./button.tsx";
import { formValues } from "./form-values.ts";

interface Props {
  readonly provider: Provider;
  readonly busy: boolean;
  readonly onSubmit: (values: Readonly<Record<string, string>>) => void;
}

/** What a provider must know before it can show its consent page. */
export function ParamsForm({ provider, busy, onSubmit }: Props) {
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(formValues(event.currentTarget));
      }}
    >
      {provider.params.map((param) => (
        <div class="field" key={param.name}>
          <label for={`${provider.id}-${param.name}`}>{param.label}</label>
          <ParamInput id={`${provider.id}-${param.name}`} param={param} />
        </div>
      ))}
      <div class="form-actions">
        <Button kind="primary" submit busy={busy}>
          Continue to {provider.name}
        </Button>
      </div>
    </form>
  );
}

function ParamInput({ id, param }: { readonly id: string; readonly param: Param }) {
  if (param.options.length === 0) return <input id={id} name={param.name} placeholder={param.placeholder} required />;
  return (
    <select id={id} name={param.name} required>
      {param.options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  );
}
