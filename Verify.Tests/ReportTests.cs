using System.Text.Json;
using Checking;
using Clones;
using Harness;
using Harness.Coverage;
using Harness.Findings;
using Verify.Evidence;
using Verify.Report;
using Xunit;

namespace Verify.Tests;

/// <summary>The page of a report, as far as it can be told without a browser: .ci/report opens it in one.</summary>
public sealed class ReportTests
{
    private const string Spiteful = "</script><img src=x onerror=alert(1)><!-- & \" '";

    private static readonly Finding Some = CloneFindings.Named("who-closes-gets-it-back");

    [Fact]
    public void What_data_says_cannot_end_the_script_that_holds_it()
    {
        string page = ReportPage.Of(Data(Spiteful));

        Assert.DoesNotContain(Spiteful, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length - 1);
        Assert.Equal(Spiteful, EvidenceOf(page).GetProperty("receipt").GetProperty("machine").GetString());
    }

    [Fact]
    public void The_page_names_nothing_outside_of_itself_and_forbids_it()
    {
        string page = ReportPage.Of(Data("a machine"));

        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/*style*/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/*script*/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not decided", page, StringComparison.Ordinal); // the receipt beside it says undecided
        Assert.Equal(["http://www.w3.org/2000/svg"], page.Split('"').Where(word => word.StartsWith("http", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void A_sequence_has_a_lane_for_each_process_a_state_after_each_step_and_the_place_where_it_breaks()
    {
        Counterexample<Operation> found = Some.Find()!;
        Exhibit exhibit = SequenceExhibit.Of(found, "id", "finding", "title");

        Assert.Equal(found.Steps.Count, exhibit.Steps.Count);
        Assert.Contains("process 1", exhibit.Lanes);
        Assert.All(exhibit.Steps, step => Assert.InRange(step.Lane, 0, exhibit.Lanes.Count - 1));
        Assert.Equal(exhibit.Steps.Count - 1, exhibit.Parting.Step);
        Assert.Equal(Some.Expectation.Says, exhibit.Parting.Expected);
        State last = found.Steps.Aggregate(State.Initial, (state, step) => Model.Step(state, step.Operation).State);
        Assert.Equal(last.Manager!.Entries.Select(entry => entry.Unit), exhibit.Steps[^1].Entries!.Select(entry => entry.Unit));
        Assert.Equal(StateText.Describe(last).Count - last.Manager.Entries.Count, exhibit.Steps[^1].State.Count);
    }

    [Fact]
    public void A_receipt_that_is_not_there_is_refused() => Assert.Equal(ExitCode.Usage, Console.Run("report", "--receipt", "none.json").ExitCode);

    private static JsonElement EvidenceOf(string page)
    {
        const string Opens = "id=\"evidence\">";
        int start = page.IndexOf(Opens, StringComparison.Ordinal) + Opens.Length;
        return JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]).RootElement;
    }

    private static ReportData Data(string machine) => new(
        new(ReceiptFile.Schema, null, IsChanged: true, new DateTimeOffset(2007, 5, 31, 12, 0, 0, TimeSpan.Zero), machine, "17", 120, 118.2, Verdict.Holds, []),
        [SequenceExhibit.Of(Some.Find()!, Some.Name, "finding", Some.Expectation.Says)],
        [],
        [],
        OriginalLines.Functions,
        OriginalLines.Statements,
        [new("a scope", [1, 4, 2])],
        [],
        null);
}
