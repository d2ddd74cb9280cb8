import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Whether a folder that mvn deploy has filled is a release as Maven Central takes it: of each artifact a POM with name, description, address, licence, developers
 * and source repository (its own or its parent's), of each jar its sources, Javadoc and bill of materials, and of each file checksums that are
 * right and a signature that gpg verifies; and whether it has the artifacts that byoc-bom names, and no other. Names every fault; ends with what it saw.
 *
 * <pre>
 * java .ci/ReleaseCheck.java FOLDER [unsigned] [without-javadoc] [snapshot]
 * </pre>
 */
class ReleaseCheck {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");
    private static final List<String> FIELDS =
            List.of("name", "description", "url", "licenses/license/name", "licenses/license/url", "developers/developer/name",
                    "developers/developer/email", "scm/connection", "scm/developerConnection", "scm/url");
    /** These are of the artifact alone: a parent's would say nothing of it. */
    private static final Set<String> OWN = Set.of("name", "description");

    private final Path folder;
    private final Set<String> options;
    private final Map<String, Element> poms = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private ReleaseCheck(Path folder, Set<String> options) {
        this.folder = folder;
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        ReleaseCheck check = new ReleaseCheck(Path.of(args[0]), new TreeSet<>(Arrays.asList(args).subList(1, args.length)));
        String seen = check.run();
        if (!check.faults.isEmpty()) {
            check.faults.forEach(fault -> System.err.println("release: " + fault));
            System.exit(1);
        }
        System.out.println(seen);
    }

    private String run() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<Path> described = files.stream().filter(file -> file.toString().endsWith(".pom")).toList();
        if (described.isEmpty()) {
            faults.add("there is no POM in " + folder);
        }
        Map<Path, Element> roots = new TreeMap<>();
        for (Path pom : described) {
            Element root = parse(pom);
            roots.put(pom, root);
            poms.put(text(root, "artifactId"), root);
        }
        Set<String> promised = promised();
        if (!poms.keySet().equals(promised)) {
            faults.add("the artifacts are " + new TreeSet<>(poms.keySet()) + ", and byoc-bom and its parent promise " + promised);
        }
        for (Path pom : described) {
            artifact(pom, roots.get(pom));
        }
        int checked = 0;
        for (Path file : files) {
            if (!file.toString().matches(".*\\.(md5|sha1|sha256|sha512)|.*maven-metadata\\.xml")) {
                checksum(file, "md5", "MD5");
                checksum(file, "sha1", "SHA-1");
                if (!file.toString().endsWith(".asc")) {
                    checked++;
                    signature(file);
                }
            }
        }
        return described.size() + " artifacts, " + checked + " files" + (options.contains("unsigned") ? "" : ", each signed,")
                + " have what Maven Central demands";
    }

    /** All modules that byoc-bom names, itself, and its parent. */
    private static Set<String> promised() throws IOException {
        Set<String> names = new TreeSet<>();
        NodeList all = parse(Path.of("byoc-bom", "pom.xml")).getElementsByTagName("artifactId");
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i).getTextContent().startsWith("byoc-")) {
                names.add(all.item(i).getTextContent());
            }
        }
        return names;
    }

    private void artifact(Path pom, Element root) throws IOException {
        String name = text(root, "artifactId");
        for (String field : FIELDS) {
            String value = value(root, field, !OWN.contains(field));
            if (value.isBlank() || value.contains("${")) {
                faults.add(name + " has no " + field + (value.isBlank() ? "" : ": " + value));
            }
        }
        String own = value(root, "version", false);
        String version = own.isEmpty() ? value(root, "parent/version", false) : own;
        if (version.endsWith("-SNAPSHOT") != options.contains("snapshot")) {
            faults.add(name + " has version " + version);
        }
        if (!options.contains("snapshot") && Files.readString(pom).contains("-SNAPSHOT")) {
            faults.add(name + " names a snapshot");
        }
        if (value(root, "packaging", false).equals("pom")) {
            return;
        }
        String base = pom.toString().substring(0, pom.toString().length() - ".pom".length());
        holds(base + ".jar", "META-INF/LICENSE");
        holds(base + "-sources.jar", ".java");
        if (!options.contains("without-javadoc")) {
            holds(base + "-javadoc.jar", "index.html");
        }
        if (!Files.exists(Path.of(base + "-cyclonedx.json"))) {
            faults.add(name + " has no bill of materials");
        }
    }

    private void holds(String jar, String end) throws IOException {
        if (!Files.exists(Path.of(jar))) {
            faults.add("there is no " + jar);
            return;
        }
        try (ZipFile file = new ZipFile(jar)) {
            if (file.stream().noneMatch(entry -> entry.getName().endsWith(end))) {
                faults.add("nothing in " + jar + " ends with " + end);
            }
        }
    }

    private void checksum(Path file, String end, String algorithm) throws Exception {
        Path beside = Path.of(file + "." + end);
        // Maven 3 makes none of signatures, which Maven Central does not ask for.
        if (!Files.exists(beside)) {
            if (!file.toString().endsWith(".asc")) {
                faults.add("there is no " + beside);
            }
            return;
        }
        String real = HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        if (!Files.readString(beside).strip().startsWith(real)) {
            faults.add(beside + " is of another file");
        }
    }

    private void signature(Path file) throws Exception {
        if (options.contains("unsigned")) {
            return;
        }
        Path beside = Path.of(file + ".asc");
        if (!Files.exists(beside)) {
            faults.add("there is no " + beside);
            return;
        }
        Process gpg = new ProcessBuilder("gpg", "--batch", "--quiet", "--verify", beside.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(gpg.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (gpg.waitFor() != 0) {
            faults.add(beside + ": " + said.strip());
        }
    }

    /** The field of a POM, or of the nearest parent of it in the folder. */
    private String value(Element pom, String path, boolean inherited) {
        for (Element each = pom; each != null; each = inherited ? poms.get(text(each, "parent/artifactId")) : null) {
            String found = text(each, path);
            if (!found.isEmpty()) {
                return resolved(found, pom);
            }
        }
        return "";
    }

    private String resolved(String text, Element pom) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = found.group(1).startsWith("project.") ? "" : value(pom, "properties/" + found.group(1), true);
            return Matcher.quoteReplacement(value.isEmpty() ? found.group() : value);
        });
    }

    private static Element parse(Path pom) throws IOException {
        try (InputStream in = Files.newInputStream(pom)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
            throw new IOException(pom + ": " + e.getMessage());
        }
    }

    private static String text(Element from, String path) {
        Element at = from;
        for (String step : path.split("/")) {
            Element next = null;
            for (Node child = at.getFirstChild(); child != null && next == null; child = child.getNextSibling()) {
                if (child instanceof Element element && element.getNodeName().equals(step)) {
                    next = element;
                }
            }
            if (next == null) {
                return "";
            }
            at = next;
        }
        return at.getTextContent().strip();
    }
}
