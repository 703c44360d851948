import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  /** Values with what people read. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange?: (value: string) => void;
}

/** A choice of a form that is read when it is sent; what people have chosen stays while `value` does. */
export function SelectField({ label, name, value, options, onChange }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name} onChange={(event) => onChange?.(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key} selected={key === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
