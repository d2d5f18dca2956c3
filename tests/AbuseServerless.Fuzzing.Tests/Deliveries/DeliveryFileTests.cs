using System.Text;
using AbuseServerless.Deliveries;
using AbuseServerless.Fuzzing.Tests.Mutations;

namespace AbuseServerless.Fuzzing.Tests.Deliveries;

public sealed class DeliveryFileTests : IDisposable
{
    private const string Rules = """{"rules":[{"name":"ours","class":"ReputationAddress","codes":["5.7.606-649","x.1.1"],"text":["blocked.*list","spam(score)?"]},]}""";
    private const string Providers = """{"providers":[{"name":"Ours","domains":["example.jp","so-net.ne.jp"],"relays":["mx.example.jp"]}]}""";

    // The program's own rules are compiled each time too.
    private static readonly long Iterations = Inputs.Iterations / 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-fuzz-").FullName;
    private int _files;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rules_of_an_operator_are_used_or_refused_and_nothing_else_is_thrown() => Try(Rules, path => new ReplyClassifier(path).Classify("5.7.1", "550 5.7.1 spam spamscore blocked by a list"));

    [Fact]
    public void Providers_of_an_operator_are_used_or_refused_and_nothing_else_is_thrown() => Try(Providers, path => new ProviderTable(path).Find("mail.example.jp", "mx.example.jp"));

    private void Try(string sample, Action<string> use) => CsCheck.Check.Sample(
        Inputs.Like(Encoding.UTF8.GetBytes(sample)),
        bytes =>
        {
            var path = Path.Combine(_folder, $"{Interlocked.Increment(ref _files)}.json");
            File.WriteAllBytes(path, bytes);
            try
            {
                use(path);
            }
            catch (DeliveryFileException)
            {
                // Refused.
            }

            File.Delete(path);
        },
        iter: Iterations);
}
