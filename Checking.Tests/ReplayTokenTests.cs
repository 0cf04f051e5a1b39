using CsCheck;
using Xunit;

namespace Checking.Tests;

public sealed class ReplayTokenTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char.AlphaNumeric, 1, 8];

    [Fact]
    public void A_token_is_read_as_it_was_written() => Seeded.Sample(Gen.Select(Word, Word.Array[1, 6], Gen.Bool), (check, operations, _) =>
    {
        Assert.True(ReplayToken.TryParse(new ReplayToken(check, operations).ToString(), out ReplayToken? token));
        Assert.Equal(check, token!.Check);
        Assert.Equal(operations, token.Operations);
    });

    [Theory]
    [InlineData("")]
    [InlineData("word")]
    [InlineData("/word")]
    [InlineData("check/")]
    public void What_is_no_token_is_not_read(string text) => Assert.False(ReplayToken.TryParse(text, out _));
}
