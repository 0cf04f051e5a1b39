using Checking;
using Clones;

namespace Harness.Claims;

/// <summary>Equality of states, with an answer that names where they differ instead of printing both.</summary>
internal static class Same
{
    public static Outcome State(State found, State expected) => Of((found, null), (expected, null));

    public static Outcome Step((State State, Response Response) found, (State State, Response Response) expected) => Of(found, expected);

    private static Outcome Of((State State, Response? Response) found, (State State, Response? Response) expected) =>
        found.Equals(expected) ? Outcome.Holds : Outcome.Breaks(string.Join("; ",
        [
            .. Equals(found.Response, expected.Response) ? Array.Empty<string>() : [$"{found.Response}, should be {expected.Response}"],
            .. StateDifference.Between(StateText.Describe(expected.State), StateText.Describe(found.State))
                .Select(difference => $"{difference.Fact}: {difference.Actual.Text}, should be {difference.Expected.Text}"),
        ]));
}
