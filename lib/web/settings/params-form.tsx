import type { Provider } from "../api/catalogue.ts";
import { getLook } from "../panels/looks.ts";
import type { ParamField } from "../panels/param-field.ts";
import { Button } from "../ui/button.tsx";
import { readFormValues } from "../ui/form-values.ts";

interface Props {
  readonly provider: Provider;
  readonly busy: boolean;
  readonly onSubmit: (values: Readonly<Record<string, string>>) => void;
}

/** Asks for the values that a provider needs before it can show its consent page. */
export function ParamsForm({ provider, busy, onSubmit }: Props) {
  const { params = {} } = getLook(provider.id);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        const values = Object.entries(readFormValues(event.currentTarget));
        onSubmit(Object.fromEntries(values.filter(([, value]) => value !== "")));
      }}
    >
      {provider.params.map((name) => (
        <Param key={name} id={`${provider.id}-${name}`} name={name} field={params[name] ?? { label: name, hint: "" }} />
      ))}
      <div class="form-actions">
        <Button kind="primary" submit busy={busy}>
          Continue to {provider.name}
        </Button>
      </div>
    </form>
  );
}

interface ParamProps {
  readonly id: string;
  readonly name: string;
  readonly field: ParamField;
}

function Param({ id, name, field: { label, hint, placeholder, initial, choices, isOptional = false } }: ParamProps) {
  const described = hint === "" ? {} : { "aria-describedby": `${id}-hint` };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {choices === undefined ? (
        <input
          id={id}
          name={name}
          required={!isOptional}
          defaultValue={initial}
          placeholder={placeholder}
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          {...described}
        />
      ) : (
        <select id={id} name={name} {...described}>
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
      {hint !== "" && (
        <p class="fine" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
