package dev.mcpgateway.bench.load;

/** A kind of request: which method, in which era, of which size. Its id, and what it asks to echo, is a ten-digit number. */
public sealed interface Call {
    /** Whether it is a request of 2026-07-28, which needs no session. */
    boolean stateless();

    /** The request with {@link RequestTemplate#NUMBER} in place of its number; {@code session} is null when stateless. */
    String request(Address to, String session);

    /** Checks the result of the request with this number. */
    void check(long number, Answer answer) throws WrongAnswer;

    /** {@code tools/call} of a tool that repeats a number, in a text of {@code bytes} bytes. */
    record Echo(String tool, int bytes, boolean stateless, String filler) implements Call {
        public static Echo legacy(int bytes) {
            return legacy("echo", bytes);
        }

        public static Echo legacy(String tool, int bytes) {
            return new Echo(tool, bytes, false, filler(bytes));
        }

        public static Echo modern(int bytes) {
            return new Echo("echo", bytes, true, filler(bytes));
        }

        @Override
        public String request(Address to, String session) {
            String params = "\"name\":\"" + tool + "\",\"arguments\":{\"message\":\"" + RequestTemplate.NUMBER
                    + "\",\"bytes\":" + bytes + "}";
            return stateless
                    ? Requests.modern(to, "tools/call", tool, params)
                    : Requests.legacy(to, session, "tools/call", params);
        }

        @Override
        public void check(long number, Answer answer) throws WrongAnswer {
            String text = answer.text();
            if (text == null
                    || text.length() != bytes
                    || !text.startsWith(Long.toString(number))
                    || !text.endsWith(filler)) {
                throw new WrongAnswer("request " + number + " was answered with another content");
            }
        }

        private static String filler(int bytes) {
            return "x".repeat(bytes - RequestTemplate.NUMBER.length());
        }
    }

    /** {@code tools/list}. */
    record ToolsList(int tools) implements Call {
        @Override
        public boolean stateless() {
            return false;
        }

        @Override
        public String request(Address to, String session) {
            return Requests.legacy(to, session, "tools/list", "");
        }

        @Override
        public void check(long number, Answer answer) throws WrongAnswer {
            if (answer.tools() != tools) {
                throw new WrongAnswer("a list of " + answer.tools() + " tools in place of " + tools);
            }
        }
    }
}
