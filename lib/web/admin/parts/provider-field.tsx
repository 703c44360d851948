import { useAdmin } from "../admin-context.ts";
import { SelectField } from "./select-field.tsx";

interface Props {
  readonly value: string;
  /** Offers all of them together, as the first. */
  readonly any?: boolean;
}

/** The choice of a provider. */
export function ProviderField({ value, any = false }: Props) {
  const { providers } = useAdmin();
  const options = providers.map(({ id, name }) => [id, name] as const);
  return (
    <SelectField label="Provider" name="provider" value={value} options={any ? [["", "Any"], ...options] : options} />
  );
}
