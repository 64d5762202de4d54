import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * veraPDF's verdict, a line for each broken rule: file, flavour, clause-test, what it says, tabs between.
 * Verdict FLAVOUR[,FLAVOUR] FILE...    A file that keeps every rule has one line with the clause "pass".
 */
public final class Verdict {
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int index = 1; index < arguments.length; index++) {
            for (String flavour : arguments[0].split(",")) {
                judge(arguments[index], flavour).forEach(
                    (clause, message) -> System.out.println(message.isEmpty() ? clause : clause + "\t" + message));
            }
        }
    }

    private static Map<String, String> judge(String name, String id) {
        String head = name + "\t" + id + "\t";
        Map<String, String> lines = new LinkedHashMap<>();
        PDFAFlavour flavour = PDFAFlavour.fromString(id);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(name), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    lines.putIfAbsent(head + rule, said(assertion));
                }
            }
            if (result.isCompliant()) {
                lines.put(head + "pass", "");
            }
        } catch (Exception fault) {
            lines.put(head + "unreadable", String.valueOf(fault));
        }
        return lines;
    }

    private static String said(TestAssertion assertion) {
        String place = assertion.getLocation() == null ? "" : " at " + assertion.getLocation().getContext();
        return (assertion.getMessage() + place).replaceAll("\\s+", " ");
    }
}
