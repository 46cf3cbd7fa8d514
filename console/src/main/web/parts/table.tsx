import type { ReactNode } from "react";

export type Column<Row> = {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  figure?: boolean;
};

/** A table whose rows j and k go through, and Enter opens; on a narrow page each row is a block. */
export function Table<Row>({
  label,
  columns,
  rows,
  id,
}: {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  id: (row: Row) => string;
}) {
  return (
    <div className="scroll">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={column.figure ? "figure" : undefined}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)} data-row={id(row)} tabIndex={-1}>
              {columns.map((column) => (
                <td key={column.name} data-name={column.name} className={column.figure ? "figure" : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Moves to the row after or before the one where the keyboard is. */
export function stepRow(by: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>("#main [data-row]")];
  if (rows.length === 0) return;
  const here = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, here + by));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}

/** Follows the first link of the row where the keyboard is. */
export function openRow(): boolean {
  const row = document.activeElement;
  if (!(row instanceof HTMLElement) || row.dataset["row"] === undefined) return false;
  row.querySelector<HTMLElement>("a[href]")?.click();
  return true;
}
