/** One server-sent event. */
export type ServerEvent = { name: string; id: string | null; data: string };

/** Takes a stream of server-sent events apart, however it is cut into pieces. */
export class EventParser {
  private rest = "";
  private name = "";
  private id: string | null = null;
  private data: string[] = [];

  push(text: string): ServerEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? "";
    const found: ServerEvent[] = [];
    for (const line of lines) {
      if (line === "") {
        if (this.data.length > 0) found.push({ name: this.name, id: this.id, data: this.data.join("\n") });
        this.name = "";
        this.data = [];
      } else {
        this.field(line);
      }
    }
    return found;
  }

  private field(line: string) {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.name = value;
    else if (name === "data") this.data.push(value);
    else if (name === "id") this.id = value;
  }
}
