// The first check of a model carries the compilation of its code, some ten milliseconds, which says nothing
// of the check. So each model is first led through short histories that are not reported: one of every way
// a check can go, alone and many in a row, searched as it is and with all foresight.
using System.Text;

namespace Harness.Histories;

/// <summary>Leads each model once through its code.</summary>
internal static class WarmUp
{
    // Enough for the runtime to take the code for worth optimising; a few milliseconds.
    private const int Rounds = 40;

    private const string Histories = """
        {"name":"register","model":"register","expected":true,"events":[{"process":0,"kind":"invoke","id":0,"op":"write","args":[1]},{"process":1,"kind":"invoke","id":1,"op":"read","args":[]},{"process":2,"kind":"invoke","id":2,"op":"write","args":[2]},{"process":1,"kind":"return","id":1,"result":1},{"process":0,"kind":"return","id":0,"result":null},{"process":0,"kind":"invoke","id":3,"op":"read","args":[]},{"process":0,"kind":"return","id":3,"result":2}]}
        {"name":"register","model":"register","expected":false,"events":[{"process":0,"kind":"invoke","id":0,"op":"write","args":[1]},{"process":2,"kind":"invoke","id":2,"op":"write","args":[2]},{"process":0,"kind":"return","id":0,"result":null},{"process":0,"kind":"invoke","id":3,"op":"read","args":[]},{"process":0,"kind":"return","id":3,"result":2},{"process":0,"kind":"invoke","id":4,"op":"read","args":[]},{"process":0,"kind":"return","id":4,"result":1},{"process":0,"kind":"invoke","id":5,"op":"read","args":[]},{"process":0,"kind":"return","id":5,"result":2}]}
        {"name":"etcd","model":"etcd-register","expected":true,"events":[{"process":0,"kind":"invoke","id":0,"op":"write","args":[1]},{"process":1,"kind":"invoke","id":1,"op":"read","args":[]},{"process":2,"kind":"invoke","id":2,"op":"cas","args":[1,2]},{"process":1,"kind":"return","id":1,"result":null},{"process":2,"kind":"return","id":2,"result":true},{"process":1,"kind":"invoke","id":3,"op":"read","args":[]},{"process":1,"kind":"return","id":3,"result":2},{"process":0,"kind":"return","id":0,"result":null,"unknown":true}]}
        {"name":"etcd","model":"etcd-register","expected":false,"events":[{"process":0,"kind":"invoke","id":0,"op":"write","args":[1]},{"process":0,"kind":"return","id":0,"result":null},{"process":1,"kind":"invoke","id":1,"op":"cas","args":[2,3]},{"process":1,"kind":"return","id":1,"result":true}]}
        {"name":"kv","model":"kv","expected":true,"events":[{"process":0,"kind":"invoke","id":0,"op":"append","args":["x","a"]},{"process":1,"kind":"invoke","id":1,"op":"append","args":["x","b"]},{"process":2,"kind":"invoke","id":2,"op":"get","args":["x"]},{"process":2,"kind":"return","id":2,"result":"ba"},{"process":0,"kind":"return","id":0,"result":null},{"process":2,"kind":"invoke","id":3,"op":"put","args":["x","c"]},{"process":2,"kind":"return","id":3,"result":null},{"process":2,"kind":"invoke","id":4,"op":"get","args":["x"]},{"process":2,"kind":"return","id":4,"result":"c"}]}
        {"name":"kv","model":"kv","expected":false,"events":[{"process":0,"kind":"invoke","id":0,"op":"append","args":["x","a"]},{"process":0,"kind":"return","id":0,"result":null},{"process":1,"kind":"invoke","id":1,"op":"append","args":["x","b"]},{"process":1,"kind":"return","id":1,"result":null},{"process":2,"kind":"invoke","id":2,"op":"get","args":["x"]},{"process":2,"kind":"return","id":2,"result":"ba"}]}
        {"name":"kv","model":"kv","expected":true,"events":[{"process":0,"kind":"invoke","id":0,"op":"append","args":["x","a"]},{"process":0,"kind":"return","id":0,"result":null},{"process":0,"kind":"invoke","id":1,"op":"append","args":["y","a"]},{"process":0,"kind":"return","id":1,"result":null},{"process":0,"kind":"invoke","id":2,"op":"append","args":["z","a"]},{"process":0,"kind":"return","id":2,"result":null},{"process":0,"kind":"invoke","id":3,"op":"append","args":["v","a"]},{"process":0,"kind":"return","id":3,"result":null},{"process":0,"kind":"invoke","id":4,"op":"append","args":["w","a"]},{"process":0,"kind":"return","id":4,"result":null},{"process":0,"kind":"invoke","id":5,"op":"append","args":["u","a"]},{"process":0,"kind":"return","id":5,"result":null},{"process":1,"kind":"invoke","id":6,"op":"get","args":["z"]},{"process":1,"kind":"return","id":6,"result":"a"},{"process":1,"kind":"invoke","id":7,"op":"get","args":["y"]},{"process":1,"kind":"return","id":7,"result":"a"},{"process":1,"kind":"invoke","id":8,"op":"get","args":["x"]},{"process":1,"kind":"return","id":8,"result":"a"},{"process":1,"kind":"invoke","id":9,"op":"get","args":["v"]},{"process":1,"kind":"return","id":9,"result":"a"},{"process":1,"kind":"invoke","id":10,"op":"get","args":["v"]},{"process":1,"kind":"return","id":10,"result":"a"},{"process":1,"kind":"invoke","id":11,"op":"put","args":["y","b"]},{"process":1,"kind":"return","id":11,"result":null},{"process":1,"kind":"invoke","id":12,"op":"get","args":["y"]},{"process":1,"kind":"return","id":12,"result":"b"},{"process":1,"kind":"invoke","id":13,"op":"put","args":["x","b"]},{"process":1,"kind":"return","id":13,"result":null}]}
        {"name":"kv","model":"kv","expected":false,"events":[{"process":0,"kind":"invoke","id":0,"op":"append","args":["x","a"]},{"process":0,"kind":"return","id":0,"result":null},{"process":0,"kind":"invoke","id":1,"op":"append","args":["y","a"]},{"process":0,"kind":"return","id":1,"result":null},{"process":0,"kind":"invoke","id":2,"op":"append","args":["z","a"]},{"process":0,"kind":"return","id":2,"result":null},{"process":0,"kind":"invoke","id":3,"op":"append","args":["v","a"]},{"process":0,"kind":"return","id":3,"result":null},{"process":0,"kind":"invoke","id":4,"op":"append","args":["w","a"]},{"process":0,"kind":"return","id":4,"result":null},{"process":0,"kind":"invoke","id":5,"op":"append","args":["u","a"]},{"process":0,"kind":"return","id":5,"result":null},{"process":1,"kind":"invoke","id":6,"op":"get","args":["z"]},{"process":1,"kind":"return","id":6,"result":"a"},{"process":1,"kind":"invoke","id":7,"op":"get","args":["y"]},{"process":1,"kind":"return","id":7,"result":"a"},{"process":1,"kind":"invoke","id":8,"op":"get","args":["x"]},{"process":1,"kind":"return","id":8,"result":"a"},{"process":1,"kind":"invoke","id":9,"op":"get","args":["v"]},{"process":1,"kind":"return","id":9,"result":"a"},{"process":1,"kind":"invoke","id":10,"op":"get","args":["v"]},{"process":1,"kind":"return","id":10,"result":"a"},{"process":1,"kind":"invoke","id":11,"op":"put","args":["y","b"]},{"process":1,"kind":"return","id":11,"result":null},{"process":1,"kind":"invoke","id":12,"op":"get","args":["y"]},{"process":1,"kind":"return","id":12,"result":"b"},{"process":1,"kind":"invoke","id":13,"op":"put","args":["x","b"]},{"process":1,"kind":"return","id":13,"result":null},{"process":2,"kind":"invoke","id":14,"op":"get","args":["v"]},{"process":2,"kind":"return","id":14,"result":"c"}]}
        {"name":"set","model":"set","expected":true,"events":[{"process":0,"kind":"invoke","id":0,"op":"add","args":[1]},{"process":1,"kind":"invoke","id":1,"op":"add","args":[2]},{"process":2,"kind":"invoke","id":2,"op":"read","args":[]},{"process":2,"kind":"return","id":2,"result":[2]},{"process":0,"kind":"return","id":0,"result":null},{"process":1,"kind":"return","id":1,"result":null}]}
        {"name":"set","model":"set","expected":false,"events":[{"process":0,"kind":"invoke","id":0,"op":"add","args":[1]},{"process":0,"kind":"return","id":0,"result":null},{"process":2,"kind":"invoke","id":2,"op":"read","args":[]},{"process":2,"kind":"return","id":2,"result":[]}]}
        {"name":"subsets","model":"nondeterministic-register","expected":true,"events":[{"process":0,"kind":"invoke","id":0,"op":"put-any","args":[[1,2,3]]},{"process":1,"kind":"invoke","id":1,"op":"get-any","args":[]},{"process":1,"kind":"return","id":1,"result":[2]},{"process":1,"kind":"invoke","id":2,"op":"get-all","args":[]},{"process":1,"kind":"return","id":2,"result":[1,2]},{"process":0,"kind":"return","id":0,"result":null}]}
        {"name":"subsets","model":"nondeterministic-register","expected":false,"events":[{"process":0,"kind":"invoke","id":0,"op":"put-any","args":[[1,2,3]]},{"process":0,"kind":"return","id":0,"result":null},{"process":1,"kind":"invoke","id":1,"op":"get-any","args":[]},{"process":1,"kind":"return","id":1,"result":[4]}]}
        {"name":"queue","model":"queue","expected":true,"events":[{"process":0,"kind":"invoke","id":0,"op":"enqueue","args":[1]},{"process":1,"kind":"invoke","id":1,"op":"enqueue","args":[2]},{"process":0,"kind":"return","id":0,"result":null},{"process":1,"kind":"return","id":1,"result":null},{"process":0,"kind":"invoke","id":2,"op":"dequeue","args":[]},{"process":1,"kind":"invoke","id":3,"op":"dequeue","args":[]},{"process":0,"kind":"return","id":2,"result":2},{"process":2,"kind":"invoke","id":4,"op":"dequeue","args":[]},{"process":2,"kind":"return","id":4,"result":null}]}
        {"name":"queue","model":"queue","expected":false,"events":[{"process":0,"kind":"invoke","id":0,"op":"enqueue","args":[1]},{"process":0,"kind":"return","id":0,"result":null},{"process":1,"kind":"invoke","id":1,"op":"enqueue","args":[2]},{"process":1,"kind":"return","id":1,"result":null},{"process":0,"kind":"invoke","id":2,"op":"dequeue","args":[]},{"process":0,"kind":"return","id":2,"result":2},{"process":0,"kind":"invoke","id":3,"op":"dequeue","args":[]},{"process":0,"kind":"return","id":3,"result":1}]}
        """;

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Warm = new(StringComparer.Ordinal);

    /// <summary>Leads a model through its code, once in the life of the process.</summary>
    public static void Once(string model)
    {
        lock (Gate)
        {
            if (!Warm.Add(model))
            {
                return;
            }

            using MemoryStream stream = new(Encoding.UTF8.GetBytes(Histories));
            foreach (RecordedHistory history in HistoryReader.Read(stream).Where(history => string.Equals(history.Header.Model, model, StringComparison.Ordinal)))
            {
                for (int round = 0; round < Rounds; round++)
                {
                    history.WarmUp(round < Rounds / 2 ? 1 : 40);
                }
            }
        }
    }
}
