package dev.byoc.testkit.host;

/**
 * Requests that web servers treat differently: each is a POST of nothing to an account's address, but for what its name says. A host hands all of
 * them on as they were sent, but for those of which it says so ({@link RequestFormContract#refused}).
 */
public enum RequestForm {
    GET("GET", ""),
    HEAD("HEAD", ""),
    POST("POST", ""),
    PUT("PUT", ""),
    PATCH("PATCH", ""),
    DELETE("DELETE", ""),
    OPTIONS("OPTIONS", ""),
    TRACE("TRACE", ""),
    PROPFIND("PROPFIND", ""),
    /** An unknown method. */
    UNKNOWN_METHOD("BREW", ""),
    /** Methods are told apart by case. */
    LOWER_CASE_METHOD("post", ""),
    SUB_PATH("POST", "/message"),
    TRAILING_SLASH("POST", "/"),
    DOUBLE_SLASH("POST", "//a"),
    DOT("POST", "/./a"),
    /** Stays within the account's address in what is handed on, and leaves it for those who tidy paths. */
    CLIMBING("POST", "/../a"),
    PATH_PARAMETER("POST", "/a;v=1/b;c"),
    PLUS("POST", "/a+b%20c"),
    KOREAN("POST", "/%ED%95%9C"),
    LOWER_CASE_ESCAPE("POST", "/%ed%95%9c"),
    ENCODED_LETTER("POST", "/%61"),
    ENCODED_SLASH("POST", "/a%2Fb"),
    ENCODED_BACKSLASH("POST", "/a%5Cb"),
    ENCODED_PERCENT("POST", "/a%25b"),
    ENCODED_DOTS("POST", "/%2E%2E/a"),
    ENCODED_SEMICOLON("POST", "/a%3Bb"),
    ENCODED_NUL("POST", "/a%00b"),
    /** An escape that is none. */
    BROKEN_ESCAPE("POST", "/%zz"),
    /** A character that no path has unescaped. */
    PIPE("POST", "/a|b"),
    /** The bytes of a Korean syllable in UTF-8. */
    RAW_KOREAN("POST", "/\u00ED\u0095\u009C"),
    QUERY("POST", "?b=2&a=%ED%95%9C+%2F&a=&c"),
    /** Is another one than none. */
    EMPTY_QUERY("POST", "?"),
    QUERY_OF_QUESTION_MARKS("POST", "?a?b=/?"),
    BROKEN_ESCAPE_IN_QUERY("POST", "?a=%zz"),
    BRACKETS_IN_QUERY("POST", "?a=[1]|{2}"),
    /** Chunks say more than their size. */
    CHUNK_EXTENSIONS("POST", "", "5;a=b\r\nhello\r\n0;c\r\n\r\n"),
    /** Headers follow the last chunk. */
    TRAILERS("POST", "", "5\r\nhello\r\n0\r\nX-Trailer: x\r\n\r\n");

    private final String method;
    private final String suffix;
    private final String chunks;

    RequestForm(String method, String suffix) {
        this(method, suffix, "");
    }

    RequestForm(String method, String suffix, String chunks) {
        this.method = method;
        this.suffix = suffix;
        this.chunks = chunks;
    }

    String method() {
        return method;
    }

    /** One byte a character. */
    String suffix() {
        return suffix;
    }

    String subPath() {
        int mark = suffix.indexOf('?');
        return mark < 0 ? suffix : suffix.substring(0, mark);
    }

    /** Of a body that says {@code hello}; {@code ""}: there is none. */
    String chunks() {
        return chunks;
    }
}
