package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;

/**
 * What sort of complaint an exception's class is: many classes say the same, and it is where they
 * are thrown that tells whose fault it is.
 */
enum Complaint {
  /** The code that throws it did not expect what it met. */
  DEFECT,
  /** Parts were built against different releases. */
  LINKAGE,
  /** The code that throws it refuses what it was given. */
  REFUSAL,
  /** A class or module is not there. */
  ABSENCE,
  /** Something outside did not answer or broke off. */
  OUTSIDE,
  /** Memory ran out. */
  MEMORY,
  OTHER;

  private static final Set<String> DEFECTS =
      Set.of(
          "NullPointerException",
          "ClassCastException",
          "MatchError",
          "NoSuchElementException",
          "IndexOutOfBoundsException",
          "ArrayIndexOutOfBoundsException",
          "StringIndexOutOfBoundsException",
          "NegativeArraySizeException",
          "AssertionError",
          "UnsupportedOperationException",
          "IllegalStateException",
          "ConcurrentModificationException",
          "StackOverflowError",
          "ArithmeticException",
          "BufferUnderflowException",
          "BufferOverflowException",
          "InternalError",
          "CompileException",
          "JaninoRuntimeException",
          "AttributeError",
          "TreeNodeException",
          "UnresolvedException");

  private static final Set<String> LINKAGES =
      Set.of(
          "NoSuchMethodError",
          "NoSuchFieldError",
          "AbstractMethodError",
          "IncompatibleClassChangeError",
          "IllegalAccessError",
          "VerifyError",
          "LinkageError",
          "BootstrapMethodError",
          "UnsatisfiedLinkError",
          "NoSuchMethodException",
          "InvalidClassException",
          "ServiceConfigurationError",
          "ExceptionInInitializerError",
          "UnsupportedClassVersionError",
          "InaccessibleObjectException",
          "TApplicationException");

  private static final Set<String> ABSENCES =
      Set.of(
          "ClassNotFoundException",
          "NoClassDefFoundError",
          "ModuleNotFoundError",
          "ImportError",
          "FileNotFoundException",
          "NoSuchFileException",
          "UnsupportedFileSystemException");

  private static final List<String> OF_REFUSALS =
      List.of(
          "IllegalArgument",
          "Analysis",
          "Parse",
          "Validation",
          "Config",
          "AccessDenied",
          "AccessControl",
          "Authorization",
          "Authentication",
          "Forbidden",
          "NotAuthorized",
          "InvalidInput",
          "NumberFormat",
          "DateTime",
          "TypeError",
          "ValueError",
          "KeyError",
          "NameError",
          "NotSerializable",
          "AlreadyExists",
          "NotFound",
          "NoSuchTable");

  private static final List<String> OF_OUTSIDE =
      List.of(
          "Timeout",
          "Connect",
          "Socket",
          "UnknownHost",
          "NoRouteToHost",
          "Unavailable",
          "Throttl",
          "Throughput",
          "BlockMissing",
          "FetchFailed",
          "ClosedChannel",
          "SSL",
          "TTransport",
          "Disconnect",
          "Communications",
          "Sdk",
          "Interrupted",
          "EOF",
          "Remote");

  /** By the class's own name, without its package. */
  static Complaint of(String name) {
    if (name.contains("OutOfMemory") || name.equals("MemoryError") || name.endsWith("OOM")) {
      return MEMORY;
    }
    if (DEFECTS.contains(name)) {
      return DEFECT;
    }
    if (LINKAGES.contains(name)) {
      return LINKAGE;
    }
    if (ABSENCES.contains(name)) {
      return ABSENCE;
    }
    if (OF_OUTSIDE.stream().anyMatch(name::contains)) {
      return OUTSIDE;
    }
    return OF_REFUSALS.stream().anyMatch(name::contains) ? REFUSAL : OTHER;
  }
}
