import { Icon } from "./icon.tsx";

/** Links to an item at its provider; renders nothing without a URL. */
export function SourceLink({ url, label }: { readonly url: string; readonly label: string }) {
  if (!url) return null;
  return (
    <a class="icon-button" href={url} target="_blank" rel="noopener noreferrer" aria-label={label} title={label}>
      <Icon name="leave" />
    </a>
  );
}
