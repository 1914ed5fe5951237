package dev.mcpgateway.net;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are out on the internet, as opposed to those of this machine, of its network, and of the metadata services
 * of clouds (IANA special-purpose address registries).
 */
public final class PublicAddresses {
    /** The addresses of so many bytes whose first bits are the prefix. */
    private record Block(int bytes, BigInteger prefix, int bits) {
        boolean contains(byte[] address) {
            return address.length == bytes
                    && new BigInteger(1, address)
                            .shiftRight(bytes * Byte.SIZE - bits)
                            .equals(prefix);
        }
    }

    private static final List<Block> NOT_PUBLIC_V4 = List.of(
            v4(0, 0, 0, 8),
            v4(10, 0, 0, 8),
            v4(100, 64, 0, 10),
            v4(127, 0, 0, 8),
            v4(169, 254, 0, 16),
            v4(172, 16, 0, 12),
            v4(192, 0, 0, 24),
            v4(192, 0, 2, 24),
            v4(192, 88, 99, 24),
            v4(192, 168, 0, 16),
            v4(198, 18, 0, 15),
            v4(198, 51, 100, 24),
            v4(203, 0, 113, 24),
            v4(224, 0, 0, 3));

    /** Of all of IPv6 only this is given out for global use; what translates to IPv4 inside it comes off again. */
    private static final Block GLOBAL_V6 = v6(0x2000, 0, 3);

    private static final List<Block> NOT_PUBLIC_V6 =
            List.of(v6(0x2001, 0, 23), v6(0x2001, 0x0db8, 32), v6(0x2002, 0, 16), v6(0x3fff, 0, 20));

    private PublicAddresses() {}

    /** Whether an address is public. An IPv4 address inside an IPv6 one counts as what it is. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? GLOBAL_V6.contains(bytes) && NOT_PUBLIC_V6.stream().noneMatch(block -> block.contains(bytes))
                : NOT_PUBLIC_V4.stream().noneMatch(block -> block.contains(bytes));
    }

    private static Block v4(int a, int b, int c, int bits) {
        return block(new byte[] {(byte) a, (byte) b, (byte) c, 0}, bits);
    }

    private static Block v6(int first, int second, int bits) {
        byte[] prefix = new byte[16];
        prefix[0] = (byte) (first >> 8);
        prefix[1] = (byte) first;
        prefix[2] = (byte) (second >> 8);
        prefix[3] = (byte) second;
        return block(prefix, bits);
    }

    private static Block block(byte[] first, int bits) {
        return new Block(first.length, new BigInteger(1, first).shiftRight(first.length * Byte.SIZE - bits), bits);
    }
}
