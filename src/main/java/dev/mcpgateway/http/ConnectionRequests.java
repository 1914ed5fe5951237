package dev.mcpgateway.http;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who asks the kernel for a connection to a listening socket. The kernel answers for the program, and when the socket is closed it
 * resets every connection that it made and that the program had not accepted yet, with the request that may be on it. So before
 * the socket is closed the kernel is told to leave new requests unanswered, which has their senders try again a second later, and to
 * find nobody then. On Linux alone; elsewhere there is nothing to find, and nothing happens.
 */
final class ConnectionRequests {
    /** The numbers below are those of these architectures. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int PROGRAM_BYTES = 16;
    /**
     * Classic BPF over the TCP header (RFC 9293, section 3.1): of the flags in byte 13, SYN without ACK is dropped, all else passes.
     * Each instruction is the code (16 bits), the jumps if true and if false (8 bits each), and the operand (32 bits).
     */
    private static final long[][] DROP_SYN = {
        {0x30, 0, 0, 13}, {0x54, 0, 0, 0x12}, {0x15, 0, 1, 0x02}, {0x06, 0, 0, 0}, {0x06, 0, 0, 0xffff_ffffL}
    };

    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String LISTEN = "0A";
    private static final String SYN_RECEIVED = "03";

    private final int port;

    ConnectionRequests(int port) {
        this.port = port;
    }

    /**
     * Leaves new requests for a connection to the port unanswered, for as long as its sockets are open. Blocks for the time that it
     * takes to read a few files of the kernel.
     *
     * @return whether there is a socket of this process for which that was done
     */
    boolean ignore() {
        if (!ARCHITECTURES.contains(System.getProperty("os.arch", ""))) {
            return false;
        }
        boolean done = false;
        for (Row row : rows(LISTEN)) {
            OptionalInt descriptor = descriptor(row.inode());
            done |= descriptor.isPresent() && attach(descriptor.getAsInt());
        }
        return done;
    }

    /** How many connections the kernel has made, or is about to make, that the program has not accepted yet. */
    int waiting() {
        int made = rows(LISTEN).stream().mapToInt(Row::waiting).sum();
        return made + rows(SYN_RECEIVED).size();
    }

    /**
     * A socket of the port in the kernel's table.
     *
     * @param waiting of a listening one, how many connections are made and not accepted
     */
    private record Row(int waiting, String inode) {}

    private List<Row> rows(String state) {
        return TABLES.stream().flatMap(table -> rows(table, state)).toList();
    }

    private Stream<Row> rows(Path table, String state) {
        try {
            String local = ":%04X".formatted(port);
            return Files.readAllLines(table).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 9 && fields[1].endsWith(local) && fields[3].equals(state))
                    .map(fields ->
                            new Row(Integer.parseInt(fields[4].substring(fields[4].indexOf(':') + 1), 16), fields[9]));
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private static OptionalInt descriptor(String inode) {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.filter(path -> leadsTo(path, "socket:[" + inode + "]"))
                    .mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
                    .findFirst();
        } catch (IOException _) {
            return OptionalInt.empty();
        }
    }

    private static boolean leadsTo(Path link, String target) {
        try {
            return Files.readSymbolicLink(link).toString().equals(target);
        } catch (IOException _) {
            // It was closed meanwhile.
            return false;
        }
    }

    @SuppressWarnings("restricted") // Native access is what this is; the jar's manifest enables it.
    private static boolean attach(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle setsockopt = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setsockopt"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT));
            int answer = (int)
                    setsockopt.invokeExact(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, program(arena), PROGRAM_BYTES);
            return answer == 0;
        } catch (UnsupportedOperationException | NoSuchElementException | IllegalCallerException _) {
            return false;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A {@code struct sock_fprog}: how many instructions, and where they are. */
    private static MemorySegment program(Arena arena) {
        MemorySegment filter = arena.allocate(8L * DROP_SYN.length, 8);
        for (int i = 0; i < DROP_SYN.length; i++) {
            long[] instruction = DROP_SYN[i];
            filter.set(ValueLayout.JAVA_SHORT, 8L * i, (short) instruction[0]);
            filter.set(ValueLayout.JAVA_BYTE, 8L * i + 2, (byte) instruction[1]);
            filter.set(ValueLayout.JAVA_BYTE, 8L * i + 3, (byte) instruction[2]);
            filter.set(ValueLayout.JAVA_INT, 8L * i + 4, (int) instruction[3]);
        }
        MemorySegment program = arena.allocate(PROGRAM_BYTES, 8);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) DROP_SYN.length);
        program.set(ValueLayout.ADDRESS, 8, filter);
        return program;
    }
}
