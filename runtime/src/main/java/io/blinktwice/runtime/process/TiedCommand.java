package io.blinktwice.runtime.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A program that is not ours and not Java, tied to this process as a {@code Lifeline} ties ours: a
 * shell around it ends it when the pipe on the shell's standard input is closed, which the kernel
 * does for a parent that ends in any way. The program itself reads an empty standard input.
 */
public final class TiedCommand {
  /**
   * Only builtins wait, so that nothing is left to hold on to the output when the program is done.
   */
  private static final String SCRIPT =
      """
      exec 3<&0
      asked='' program=''
      trap 'asked=yes; [ -z "$program" ] || kill "$program" 2> /dev/null' TERM
      "$@" 3<&- < /dev/null &
      program=$!
      [ -z "$asked" ] || kill "$program"
      (read -r _ <&3; kill "$program") > /dev/null 2>&1 &
      watcher=$!
      wait "$program"
      code=$?
      kill "$watcher" 2> /dev/null
      exit $code
      """;

  private TiedCommand() {}

  /** The command line to start in its place; whoever starts it leaves standard input a pipe. */
  public static List<String> of(List<String> command) {
    List<String> tied = new ArrayList<>(List.of("bash", "-c", SCRIPT, "tied"));
    tied.addAll(command);
    return List.copyOf(tied);
  }
}
