import type { DesignFile } from "../../api/figma.ts";
import { formatAgo } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Picture } from "../../ui/picture.tsx";

interface Props {
  readonly file: DesignFile;
  readonly onOpen: (file: DesignFile) => void;
}

export function FileTile({ file, onOpen }: Props) {
  const { name, thumbnail, changedAt } = file;
  return (
    <li>
      <button type="button" class="tile" title={name} onClick={() => onOpen(file)}>
        <span class="thumb">
          <Picture src={thumbnail} alt={`Preview of ${name}`}>
            <Icon name="image" />
          </Picture>
        </span>
        <span class="tile-text">
          <span class="cut">{name}</span>
          <span class="cut fine">Edited {formatAgo(changedAt)}</span>
        </span>
      </button>
    </li>
  );
}
