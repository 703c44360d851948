import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly help?: string;
  readonly required?: boolean;
}

/** A field of a form that is read when it is sent; what people have typed stays while `value` does. */
export function TextField({ label, name, value, help, required }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        defaultValue={value}
        required={required}
        aria-describedby={help && `${id}-help`}
        maxLength={256}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
      />
      {help && (
        <span class="fine" id={`${id}-help`}>
          {help}
        </span>
      )}
    </div>
  );
}

/** The same for a day with a time, in the clock of whoever reads it. */
export function MomentField({ label, name, value, required }: Omit<Props, "help">) {
  return (
    <label class="field">
      <span>{label}</span>
      <input type="datetime-local" name={name} defaultValue={value} required={required} />
    </label>
  );
}
